import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { ageOn } from '../../patients/patient-fields.ts';
import type { Patient } from '../../patients/patient-queries.ts';
import { describeSex } from '../../patients/sexes.ts';
import { dayOf, utcStart } from '../../time/civil-day.ts';
import { formatDate } from '../../time/format-time.ts';
import { MINUTE } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { browserTimeZone } from '../../time/zoned-time.ts';

export function PatientFacts({ patient }: { readonly patient: Patient }) {
  const { dob, sex, gender, email, phone, address } = patient;
  const today = dayOf(useNow(MINUTE), browserTimeZone());
  return (
    <Panel>
      <Facts
        facts={[
          {
            term: 'Born',
            value: formatDate(utcStart(dob), 'UTC'),
            note: `${ageOn(today, dob) ?? '–'} years`,
          },
          { term: 'Sex', value: describeSex(sex), note: `gender: ${gender}` },
          { term: 'E-mail address', value: email },
          { term: 'Phone', value: phone || '–' },
          { term: 'Address', value: address || '–' },
        ]}
      />
    </Panel>
  );
}
