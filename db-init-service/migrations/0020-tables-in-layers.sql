-- Tables that come as files go raw → staging → analytics. Raw: each file as it was received. Staging: the rows of one
-- run, in an unlogged table of its own, made and dropped by the run. Analytics: what is published, below and in later
-- migrations.

CREATE SCHEMA raw;
CREATE SCHEMA staging;

CREATE TABLE raw.snapshots (
  snapshot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dataset     text NOT NULL,
  -- Whose it is, where a dataset is kept by user.
  user_id     text,
  -- Of the bytes as received, packed or not.
  sha256      text NOT NULL,
  bytes       bigint NOT NULL,
  -- The file's name, for people.
  source_name text NOT NULL,
  -- Within the raw directory.
  path        text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE NULLS NOT DISTINCT (dataset, user_id, sha256)
);

-- Written in the transaction that publishes: what is here is in the analytics tables, whole.
CREATE TABLE ops.publications (
  run_id           bigint PRIMARY KEY REFERENCES ops.pipeline_runs,
  dataset          text NOT NULL,
  snapshot_id      bigint NOT NULL REFERENCES raw.snapshots,
  -- Rows of the file, for the gate that compares runs.
  rows_read        bigint NOT NULL,
  -- NULL where the dataset has no watermark, or had none yet.
  watermark_before timestamptz,
  -- Rows that changed something although they are older than the watermark less its look-back.
  late_rows        bigint NOT NULL,
  published_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX publications_snapshot ON ops.publications (snapshot_id);
CREATE INDEX publications_dataset ON ops.publications (dataset, run_id);

CREATE TABLE ops.watermarks (
  dataset     text PRIMARY KEY,
  column_name text NOT NULL,
  -- The newest that has been published.
  value       timestamptz NOT NULL,
  run_id      bigint NOT NULL REFERENCES ops.pipeline_runs
);

CREATE TABLE ops.quality_checks (
  run_id    bigint NOT NULL REFERENCES ops.pipeline_runs ON DELETE CASCADE,
  position  integer NOT NULL,
  dataset   text NOT NULL,
  name      text NOT NULL,
  kind      text NOT NULL,
  severity  text NOT NULL CHECK (severity IN ('critical', 'warning')),
  passed    boolean NOT NULL,
  -- NULL where there was nothing to measure.
  value     double precision,
  threshold double precision NOT NULL,
  PRIMARY KEY (run_id, position)
);
CREATE INDEX quality_checks_history ON ops.quality_checks (dataset, name, run_id);

-- The run that took the row after all.
ALTER TABLE ops.quarantine ADD COLUMN resolved_by bigint REFERENCES ops.pipeline_runs;
