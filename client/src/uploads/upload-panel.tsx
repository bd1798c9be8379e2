import { Button, FileButton, Progress } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { ApiError } from '../api/api-error.ts';
import { Notice } from '../components/notice.tsx';
import { Panel } from '../components/panel.tsx';
import { StatusLabel } from '../components/status-label.tsx';
import { RejectedRows } from './rejected-rows.tsx';
import styles from './upload.module.css';
import type { Upload } from './uploads.ts';
import { useUpload } from './use-upload.ts';

interface UploadPanelProps {
  readonly title: string;
  /** What the file should be. */
  readonly hint: string;
  /** Kinds of files, as `<input accept>` has them. */
  readonly accept: string;
  readonly upload: Upload;
}

/** Takes in a file, dropped or chosen, and says what became of it. */
export function UploadPanel({ title, hint, accept, upload: send }: UploadPanelProps) {
  const { upload, sent, start } = useUpload(send);
  const forget = useRef<() => void>(null);
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !upload.isPending) start(file);
  };
  const { data, error, isPending, variables } = upload;
  return (
    <Panel title={title}>
      <div
        className={styles.zone}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => {
          setIsOver(false);
        }}
        onDrop={drop}
      >
        <IconUpload size={20} stroke={1.75} aria-hidden />
        <p>{hint}</p>
        <FileButton
          accept={accept}
          resetRef={forget}
          onChange={(file) => {
            // Browsers say nothing of a file that is chosen again, and it is chosen again once it was mended.
            forget.current?.();
            if (file) start(file);
          }}
        >
          {(props) => (
            <Button {...props} variant="default" loading={isPending}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
      <div role="status" className={styles.told}>
        {isPending && (
          <>
            <p>
              {sent < 1
                ? `Sending ${variables.name}: ${Math.round(sent * 100)} %`
                : `${variables.name} is being checked and taken in…`}
            </p>
            <Progress value={sent * 100} animated={sent === 1} aria-label="Sent" />
          </>
        )}
        {data && (
          <p>
            <StatusLabel tone={data.uploaded.rejected > 0 ? 'warn' : 'good'}>
              {data.uploaded.rejected > 0 ? 'Partly taken in' : 'Taken in'}
            </StatusLabel>{' '}
            {data.uploaded.message}
          </p>
        )}
      </div>
      {error && (
        <Notice
          tone="bad"
          title={error instanceof ApiError ? error.title : 'The file could not be read'}
          action={{
            label: 'Try again',
            onClick: () => {
              start(variables);
            },
          }}
        >
          {error.message}
        </Notice>
      )}
      {data && data.uploaded.rejected > 0 && <RejectedRows uploaded={data.uploaded} rows={data.rows} />}
    </Panel>
  );
}
