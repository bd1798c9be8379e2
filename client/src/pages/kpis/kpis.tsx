import { Button, Code, Skeleton, Stack } from '@mantine/core';
import { IconTarget } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from '../../api/answers.ts';
import { Notice } from '../../components/notice.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { Dialog } from '../../forms/dialog.tsx';
import { DayRangePicker } from '../../range/day-range-picker.tsx';
import { useDayRange } from '../../range/use-day-range.ts';
import { UploadPanel } from '../../uploads/upload-panel.tsx';
import { uploadDays } from '../../uploads/uploads.ts';
import page from '../page.module.css';
import { KpiCards } from './kpi-cards.tsx';
import { KpiCharts } from './kpi-charts.tsx';
import { daysWithin } from './kpi-figures.ts';
import { kpisQuery, profileQuery } from './kpi-queries.ts';
import styles from './kpis.module.css';
import { ProfileForm } from './profile-form.tsx';
import { useKpiUser } from './use-kpi-user.ts';
import { UserField } from './user-field.tsx';

export function Kpis({ users }: { readonly users: readonly User[] }) {
  const { userId, isKnown, choose } = useKpiUser(users);
  const query = useQuery({ ...kpisQuery(userId), enabled: isKnown });
  const profile = useQuery({ ...profileQuery(userId), enabled: isKnown });
  const [isProfileOpen, setIsProfileOpen] = useState(false);
  const all = query.data ?? [];
  const [oldest, newest] = [all.at(0), all.at(-1)];
  const history = oldest && newest && { first: oldest.date, last: newest.date };
  const range = useDayRange(history, '90d');
  const days = range.days ? daysWithin(all, range.days) : [];
  const isEmpty = !isKnown || query.data?.length === 0;
  const closeProfile = () => {
    setIsProfileOpen(false);
  };
  return (
    <Stack gap="md">
      <div className={styles.head}>
        <h1 className={page.title}>Daily KPIs</h1>
        <Button
          variant="default"
          leftSection={<IconTarget size={16} stroke={1.75} aria-hidden />}
          disabled={isKnown && !profile.data}
          onClick={() => {
            setIsProfileOpen(true);
          }}
        >
          Profile and goals
        </Button>
      </div>
      <UnreadableLink parts={range.unreadable} />
      <div className={page.controls}>
        <UserField key={userId} users={users} userId={userId} onChoose={choose} />
        {history && range.days && (
          <DayRangePicker selection={range.selection} days={range.days} onSelect={range.select} />
        )}
      </div>
      <QueryFailure query={query} />
      {profile.isError && !query.isError && <QueryFailure query={profile} />}
      {isEmpty && (
        <Notice tone="neutral" title={`No days of ${userId} yet`}>
          <p>
            Upload a file below, or bring one with{' '}
            <Code>npx systole import daily-metrics --user {userId} days.csv</Code>. The KPIs follow from it.
          </p>
        </Notice>
      )}
      {isKnown && query.isPending && <Skeleton h={420} radius="lg" />}
      {history && days.length === 0 && (
        <Notice
          tone="neutral"
          title="No days in this range"
          action={{
            label: 'Show all days',
            onClick: () => {
              range.select('all');
            },
          }}
        >
          There are days of {userId} from {history.first} to {history.last}.
        </Notice>
      )}
      {days.length > 0 && <KpiCards days={days} profile={profile.data} />}
      <UploadPanel
        key={userId}
        title={`Upload days of ${userId}`}
        hint="Drop a CSV here with the columns date, steps_n, proteins_g, kcal_in, kcal_junk_in, kcal_out_training, sleep_hours, stress_rel, weight_kg and waist_cm."
        accept=".csv,text/csv,text/plain"
        upload={uploadDays(userId)}
      />
      {days.length > 0 && range.days && <KpiCharts days={days} range={range.days} profile={profile.data} />}
      <Dialog title={`Profile and goals of ${userId}`} isOpen={isProfileOpen} onClose={closeProfile}>
        <ProfileForm userId={userId} profile={profile.data} onSaved={closeProfile} onCancel={closeProfile} />
      </Dialog>
    </Stack>
  );
}
