CREATE TABLE ops.coverage (
  user_id text NOT NULL,
  dataset text NOT NULL,
  day date NOT NULL,
  status text NOT NULL,
  run_id bigint NOT NULL,
  checked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT coverage_pkey PRIMARY KEY (user_id, dataset, day),
  CONSTRAINT coverage_status_check CHECK ((status = ANY (ARRAY['complete'::text, 'partial'::text, 'failed'::text])))
);

CREATE TABLE ops.migrations (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT migrations_pkey PRIMARY KEY (name)
);

CREATE TABLE ops.pipeline_run_users (
  run_id bigint NOT NULL,
  user_id text NOT NULL,
  rows_read bigint NOT NULL DEFAULT 0,
  source_position bigint NOT NULL DEFAULT 0,
  inserted bigint NOT NULL DEFAULT 0,
  updated bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  first_timestamp timestamp with time zone,
  last_timestamp timestamp with time zone,
  batches integer NOT NULL DEFAULT 0,
  CONSTRAINT pipeline_run_users_pkey PRIMARY KEY (run_id, user_id),
  CONSTRAINT pipeline_run_users_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.pipeline_runs(run_id) ON DELETE CASCADE
);
CREATE INDEX pipeline_run_users_user ON ops.pipeline_run_users USING btree (user_id, run_id);

CREATE TABLE ops.pipeline_runs (
  run_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  dataset text NOT NULL,
  source text NOT NULL,
  source_name text NOT NULL,
  source_fingerprint text,
  user_id text,
  trigger text NOT NULL,
  window_start timestamp with time zone,
  window_end timestamp with time zone,
  status text NOT NULL DEFAULT 'running'::text,
  started_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  heartbeat_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamp with time zone,
  rows_read bigint NOT NULL DEFAULT 0,
  inserted bigint NOT NULL DEFAULT 0,
  updated bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  touched_start timestamp with time zone,
  touched_end timestamp with time zone,
  refreshed_at timestamp with time zone,
  resumes bigint,
  error text,
  CONSTRAINT pipeline_runs_pkey PRIMARY KEY (run_id),
  CONSTRAINT pipeline_runs_resumes_fkey FOREIGN KEY (resumes) REFERENCES ops.pipeline_runs(run_id),
  CONSTRAINT pipeline_runs_status_check CHECK ((status = ANY (ARRAY['running'::text, 'success'::text, 'partial'::text, 'failed'::text, 'no_op'::text]))),
  CONSTRAINT pipeline_runs_trigger_check CHECK ((trigger = ANY (ARRAY['start'::text, 'schedule'::text, 'manual'::text, 'import'::text])))
);
CREATE INDEX pipeline_runs_fetched ON ops.pipeline_runs USING btree (user_id, dataset) WHERE (trigger <> 'import'::text);
CREATE INDEX pipeline_runs_running ON ops.pipeline_runs USING btree (heartbeat_at) WHERE (status = 'running'::text);
CREATE INDEX pipeline_runs_source_fingerprint ON ops.pipeline_runs USING btree (source_fingerprint) WHERE (source_fingerprint IS NOT NULL);
CREATE INDEX pipeline_runs_unrefreshed ON ops.pipeline_runs USING btree (dataset) WHERE ((touched_start IS NOT NULL) AND (refreshed_at IS NULL));

CREATE TABLE ops.quarantine (
  reject_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  run_id bigint NOT NULL,
  dataset text NOT NULL,
  user_id text,
  place jsonb NOT NULL,
  rule text NOT NULL,
  message text NOT NULL,
  raw_value text,
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT quarantine_pkey PRIMARY KEY (reject_id),
  CONSTRAINT quarantine_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.pipeline_runs(run_id) ON DELETE CASCADE
);
CREATE INDEX quarantine_run ON ops.quarantine USING btree (run_id, reject_id);

CREATE TABLE ops.users (
  user_id text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey PRIMARY KEY (user_id)
);

CREATE TABLE public.activities_heart_intraday (
  "timestamp" timestamp with time zone NOT NULL,
  value double precision NOT NULL,
  user_id text NOT NULL,
  CONSTRAINT activities_heart_intraday_pkey PRIMARY KEY (user_id, "timestamp")
);
SELECT create_hypertable('public.activities_heart_intraday', by_range('timestamp', INTERVAL '7 days'));
ALTER TABLE public.activities_heart_intraday SET (timescaledb.enable_columnstore, timescaledb.segmentby = 'user_id', timescaledb.orderby = '"timestamp"');
-- policy_compression every 12:00:00: {"compress_after": "30 days"}

CREATE MATERIALIZED VIEW public.activities_heart_intraday_1d
WITH (timescaledb.continuous, timescaledb.materialized_only = t) AS
 SELECT user_id,
    time_bucket('1 day'::interval, hour) AS day,
    min(min_heart_rate) AS min_heart_rate,
    max(max_heart_rate) AS max_heart_rate,
    (sum(sum_heart_rate) / (sum(record_count))::double precision) AS avg_heart_rate,
    (sum(record_count))::bigint AS record_count,
    sum(sum_heart_rate) AS sum_heart_rate
   FROM activities_heart_intraday_1h
  GROUP BY user_id, (time_bucket('1 day'::interval, hour));
CREATE INDEX activities_heart_intraday_1d_day_idx ON public.activities_heart_intraday_1d USING btree (day DESC);
CREATE INDEX activities_heart_intraday_1d_user_id_day_idx ON public.activities_heart_intraday_1d USING btree (user_id, day DESC);

CREATE MATERIALIZED VIEW public.activities_heart_intraday_1h
WITH (timescaledb.continuous, timescaledb.materialized_only = t) AS
 SELECT user_id,
    time_bucket('01:00:00'::interval, minute) AS hour,
    min(min_heart_rate) AS min_heart_rate,
    max(max_heart_rate) AS max_heart_rate,
    (sum(sum_heart_rate) / (sum(record_count))::double precision) AS avg_heart_rate,
    (sum(record_count))::bigint AS record_count,
    sum(sum_heart_rate) AS sum_heart_rate
   FROM activities_heart_intraday_1m
  GROUP BY user_id, (time_bucket('01:00:00'::interval, minute));
CREATE INDEX activities_heart_intraday_1h_hour_idx ON public.activities_heart_intraday_1h USING btree (hour DESC);
CREATE INDEX activities_heart_intraday_1h_user_id_hour_idx ON public.activities_heart_intraday_1h USING btree (user_id, hour DESC);

CREATE MATERIALIZED VIEW public.activities_heart_intraday_1m
WITH (timescaledb.continuous, timescaledb.materialized_only = t) AS
 SELECT user_id,
    time_bucket('00:01:00'::interval, "timestamp") AS minute,
    min(value) AS min_heart_rate,
    max(value) AS max_heart_rate,
    (sum(value) / (count(value))::double precision) AS avg_heart_rate,
    count(value) AS record_count,
    sum(value) AS sum_heart_rate
   FROM activities_heart_intraday
  GROUP BY user_id, (time_bucket('00:01:00'::interval, "timestamp"));
CREATE INDEX activities_heart_intraday_1m_minute_idx ON public.activities_heart_intraday_1m USING btree (minute DESC);
CREATE INDEX activities_heart_intraday_1m_user_id_minute_idx ON public.activities_heart_intraday_1m USING btree (user_id, minute DESC);

CREATE TABLE public.activities_heart_summary (
  "timestamp" timestamp with time zone NOT NULL,
  resting_heart_rate double precision,
  heart_rate_zones jsonb,
  custom_heart_rate_zones jsonb,
  user_id text NOT NULL,
  CONSTRAINT activities_heart_summary_pkey PRIMARY KEY (user_id, "timestamp")
);
SELECT create_hypertable('public.activities_heart_summary', by_range('timestamp', INTERVAL '360 days'));
ALTER TABLE public.activities_heart_summary SET (timescaledb.enable_columnstore, timescaledb.segmentby = 'user_id', timescaledb.orderby = '"timestamp"');
-- policy_compression every 12:00:00: {"compress_after": "2 years"}
