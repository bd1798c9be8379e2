-- Jobs: what they are, every run of them, and who works on them. The queue behind it is graphile-worker's, in a schema of
-- its own that its own migrations make; a run gets there and leaves it by the triggers below, in the transaction that
-- writes it here. So there is no run that is recorded and not in the queue, or the reverse, and who may write a run
-- needs no rights on the queue.

CREATE TABLE ops.jobs (
  -- etl_job, or with its user: ingestion_job:user1.
  name            text PRIMARY KEY,
  -- Name of the declaration in the code, which says what the job does, what it needs and how it is retried.
  kind            text NOT NULL,
  user_id         text,
  -- Runs of jobs with the same key never run at the same time.
  concurrency_key text NOT NULL,
  -- A cron pattern in time_zone; NULL: the job runs after what it needs, and when it is asked for.
  schedule        text,
  time_zone       text NOT NULL,
  -- NULL without a schedule, and while it is paused. What has passed is caught up, once.
  next_run_at     timestamptz,
  paused_at       timestamptz,
  -- Declared by a process of its user, which goes before one that serves everybody.
  is_own          boolean NOT NULL,
  -- Name of the task in the queue, where names are short.
  task            text NOT NULL GENERATED ALWAYS AS (CASE WHEN length(name) <= 128 THEN name ELSE md5(name) END) STORED
);

-- One for each process that works; gone when it ends.
CREATE TABLE ops.job_workers (
  -- As the queue knows it.
  worker_id    text PRIMARY KEY,
  jobs         text[] NOT NULL,
  started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Renewed while it lives, so that others can take up the work of a dead one.
  heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE ops.job_runs (
  run_id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job                 text NOT NULL REFERENCES ops.jobs,
  trigger             text NOT NULL CHECK (trigger IN ('start', 'schedule', 'manual', 'after', 'retry')),
  -- api, cli, a job's name, …: for people.
  requested_by        text NOT NULL,
  -- The run that this one follows or repeats.
  caused_by           bigint REFERENCES ops.job_runs ON DELETE SET NULL,
  parameters          jsonb NOT NULL DEFAULT '{}',
  idempotency_key     text,
  -- 1, or more where runs before it failed and it is their repetition.
  attempt             integer NOT NULL DEFAULT 1,
  status              text NOT NULL DEFAULT 'queued'
                      CHECK (status IN ('queued', 'running', 'success', 'partial', 'no_op', 'failed', 'cancelled', 'skipped')),
  requested_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- It does not start before.
  run_at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at          timestamptz,
  finished_at         timestamptz,
  cancel_requested_at timestamptz,
  worker_id           text,
  -- Of its pipeline runs, together.
  inserted            bigint NOT NULL DEFAULT 0,
  updated             bigint NOT NULL DEFAULT 0,
  unchanged           bigint NOT NULL DEFAULT 0,
  rejected            bigint NOT NULL DEFAULT 0,
  pipeline_run_ids    bigint[] NOT NULL DEFAULT '{}',
  -- {"rejects": […], "checks": […]}, of all its pipeline runs.
  quality             jsonb,
  error               text,
  UNIQUE (job, idempotency_key)
);
CREATE INDEX job_runs_job ON ops.job_runs (job, run_id);
CREATE INDEX job_runs_open ON ops.job_runs (job) WHERE status IN ('queued', 'running');
CREATE INDEX job_runs_finished ON ops.job_runs (finished_at);
CREATE INDEX job_runs_caused_by ON ops.job_runs (caused_by) WHERE caused_by IS NOT NULL;

CREATE TABLE ops.job_run_logs (
  run_id   bigint NOT NULL REFERENCES ops.job_runs ON DELETE CASCADE,
  position integer NOT NULL,
  at       timestamptz NOT NULL,
  level    text NOT NULL,
  message  text NOT NULL,
  fields   jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (run_id, position)
);

-- Put into the queue with the rights of the owner. A run that is to run at another time replaces its entry.
CREATE FUNCTION ops.enqueue_job_run() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job(
    task, json_build_object('run_id', NEW.run_id),
    queue_name => CASE WHEN length(concurrency_key) <= 128 THEN concurrency_key ELSE md5(concurrency_key) END,
    run_at => NEW.run_at,
    -- Each death of a worker costs one; what kills every worker must not do so for ever.
    max_attempts => 5,
    job_key => 'run:' || NEW.run_id)
    FROM ops.jobs WHERE name = NEW.job;
  RETURN NULL;
END
$$;
CREATE TRIGGER enqueue AFTER INSERT ON ops.job_runs
  FOR EACH ROW WHEN (NEW.status = 'queued') EXECUTE FUNCTION ops.enqueue_job_run();
CREATE TRIGGER enqueue_again AFTER UPDATE OF run_at, status ON ops.job_runs
  FOR EACH ROW WHEN (NEW.status = 'queued' AND (OLD.status <> 'queued' OR OLD.run_at <> NEW.run_at))
  EXECUTE FUNCTION ops.enqueue_job_run();

CREATE FUNCTION ops.dequeue_job_run() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.remove_job('run:' || NEW.run_id);
  RETURN NULL;
END
$$;
-- From queued to running it stays in the queue, which then knows who works on it.
CREATE TRIGGER dequeue AFTER UPDATE OF status ON ops.job_runs
  FOR EACH ROW WHEN (OLD.status = 'queued' AND NEW.status NOT IN ('queued', 'running'))
  EXECUTE FUNCTION ops.dequeue_job_run();
