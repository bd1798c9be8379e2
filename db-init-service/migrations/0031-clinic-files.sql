-- Files of patients and readings as they were when they were last loaded: what has not changed since is not read again.
CREATE TABLE ops.clinic_files (
  name        text PRIMARY KEY,
  bytes       bigint NOT NULL,
  modified_at timestamptz NOT NULL,
  -- It could not be loaded as it is.
  failed      boolean NOT NULL,
  loaded_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
