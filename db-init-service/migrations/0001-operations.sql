-- What Systole knows about its own work: who the users are, which days were fetched whole, what each run did,
-- and every row that was not taken. The schema ops is there already, for the ledger of migrations.

CREATE TABLE ops.users (
  user_id    text PRIMARY KEY,
  -- IANA name; a user's days begin at this zone's midnight.
  time_zone  text NOT NULL DEFAULT 'UTC',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE ops.pipeline_runs (
  run_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dataset       text NOT NULL,
  -- Key of the source: google-health, fitabase-heart-rate, …
  source        text NOT NULL,
  -- The file's name or the API's origin, for people.
  source_name   text NOT NULL,
  -- Of a file: a hash over its content and the options that matter, by which an interrupted import, started again,
  -- is known.
  source_fingerprint text,
  -- NULL: the source holds several users; ops.pipeline_run_users says which.
  user_id       text,
  trigger       text NOT NULL CHECK (trigger IN ('start', 'schedule', 'manual', 'import')),
  window_start  timestamptz,
  window_end    timestamptz,
  status        text NOT NULL DEFAULT 'running'
                CHECK (status IN ('running', 'success', 'partial', 'failed', 'no_op')),
  started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Renewed while the run lives, so that a later run can tell a dead one from a slow one.
  heartbeat_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at   timestamptz,
  rows_read     bigint NOT NULL DEFAULT 0,
  inserted      bigint NOT NULL DEFAULT 0,
  updated       bigint NOT NULL DEFAULT 0,
  unchanged     bigint NOT NULL DEFAULT 0,
  rejected      bigint NOT NULL DEFAULT 0,
  -- Written in the transaction of each batch; what lies between them and is not refreshed yet is refreshed by a
  -- later run, whatever became of this one.
  touched_start timestamptz,
  touched_end   timestamptz,
  refreshed_at  timestamptz,
  -- The earlier run whose work this one goes on with.
  resumes       bigint REFERENCES ops.pipeline_runs,
  error         text
);
CREATE INDEX pipeline_runs_source_fingerprint ON ops.pipeline_runs (source_fingerprint)
  WHERE source_fingerprint IS NOT NULL;
CREATE INDEX pipeline_runs_unrefreshed ON ops.pipeline_runs (dataset)
  WHERE touched_start IS NOT NULL AND refreshed_at IS NULL;
CREATE INDEX pipeline_runs_running ON ops.pipeline_runs (heartbeat_at) WHERE status = 'running';

CREATE TABLE ops.pipeline_run_users (
  run_id          bigint NOT NULL REFERENCES ops.pipeline_runs ON DELETE CASCADE,
  user_id         text NOT NULL,
  rows_read       bigint NOT NULL DEFAULT 0,
  -- How many rows of this user a file holds up to where all is loaded, by this run or one it goes on from.
  source_position bigint NOT NULL DEFAULT 0,
  inserted        bigint NOT NULL DEFAULT 0,
  updated         bigint NOT NULL DEFAULT 0,
  unchanged       bigint NOT NULL DEFAULT 0,
  rejected        bigint NOT NULL DEFAULT 0,
  first_timestamp timestamptz,
  last_timestamp  timestamptz,
  -- Of the newest batch: a batch whose commit went unanswered is found here when it is tried again.
  batches         integer NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, user_id)
);
CREATE INDEX pipeline_run_users_user ON ops.pipeline_run_users (user_id, run_id);

CREATE TABLE ops.quarantine (
  reject_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id     bigint NOT NULL REFERENCES ops.pipeline_runs ON DELETE CASCADE,
  dataset    text NOT NULL,
  -- NULL where the row itself does not say.
  user_id    text,
  -- Where it stood: {"file", "line", "column"} or {"request", "page", "index"}.
  place      jsonb NOT NULL,
  rule       text NOT NULL,
  message    text NOT NULL,
  raw_value  text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX quarantine_run ON ops.quarantine (run_id, reject_id);

CREATE TABLE ops.coverage (
  user_id    text NOT NULL,
  dataset    text NOT NULL,
  -- A day of the user's time zone.
  day        date NOT NULL,
  -- complete: fetched whole after it had ended. partial: fetched before it had ended, or only in part.
  -- failed: fetching was tried and did not succeed.
  status     text NOT NULL CHECK (status IN ('complete', 'partial', 'failed')),
  run_id     bigint NOT NULL,
  checked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (user_id, dataset, day)
);
