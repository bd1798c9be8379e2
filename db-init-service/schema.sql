CREATE TABLE ops.clinic_files (
  name text NOT NULL,
  bytes bigint NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  failed boolean NOT NULL,
  loaded_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT clinic_files_pkey PRIMARY KEY (name)
);

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

CREATE TABLE ops.job_run_logs (
  run_id bigint NOT NULL,
  "position" integer NOT NULL,
  at timestamp with time zone NOT NULL,
  level text NOT NULL,
  message text NOT NULL,
  fields jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT job_run_logs_pkey PRIMARY KEY (run_id, "position"),
  CONSTRAINT job_run_logs_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.job_runs(run_id) ON DELETE CASCADE
);

CREATE TABLE ops.job_runs (
  run_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  job text NOT NULL,
  trigger text NOT NULL,
  requested_by text NOT NULL,
  caused_by bigint,
  parameters jsonb NOT NULL DEFAULT '{}'::jsonb,
  idempotency_key text,
  attempt integer NOT NULL DEFAULT 1,
  status text NOT NULL DEFAULT 'queued'::text,
  requested_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  run_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  cancel_requested_at timestamp with time zone,
  worker_id text,
  inserted bigint NOT NULL DEFAULT 0,
  updated bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  pipeline_run_ids bigint[] NOT NULL DEFAULT '{}'::bigint[],
  quality jsonb,
  error text,
  CONSTRAINT job_runs_caused_by_fkey FOREIGN KEY (caused_by) REFERENCES ops.job_runs(run_id) ON DELETE SET NULL,
  CONSTRAINT job_runs_job_fkey FOREIGN KEY (job) REFERENCES ops.jobs(name),
  CONSTRAINT job_runs_job_idempotency_key_key UNIQUE (job, idempotency_key),
  CONSTRAINT job_runs_pkey PRIMARY KEY (run_id),
  CONSTRAINT job_runs_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'success'::text, 'partial'::text, 'no_op'::text, 'failed'::text, 'cancelled'::text, 'skipped'::text]))),
  CONSTRAINT job_runs_trigger_check CHECK ((trigger = ANY (ARRAY['start'::text, 'schedule'::text, 'manual'::text, 'after'::text, 'retry'::text])))
);
CREATE INDEX job_runs_caused_by ON ops.job_runs USING btree (caused_by) WHERE (caused_by IS NOT NULL);
CREATE INDEX job_runs_finished ON ops.job_runs USING btree (finished_at);
CREATE INDEX job_runs_job ON ops.job_runs USING btree (job, run_id);
CREATE INDEX job_runs_open ON ops.job_runs USING btree (job) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE TABLE ops.job_workers (
  worker_id text NOT NULL,
  jobs text[] NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  heartbeat_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT job_workers_pkey PRIMARY KEY (worker_id)
);

CREATE TABLE ops.jobs (
  name text NOT NULL,
  kind text NOT NULL,
  user_id text,
  concurrency_key text NOT NULL,
  schedule text,
  time_zone text NOT NULL,
  next_run_at timestamp with time zone,
  paused_at timestamp with time zone,
  is_own boolean NOT NULL,
  task text NOT NULL GENERATED ALWAYS AS (
CASE
    WHEN (length(name) <= 128) THEN name
    ELSE md5(name)
END) STORED,
  CONSTRAINT jobs_pkey PRIMARY KEY (name)
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
  source_position bigint NOT NULL DEFAULT 0,
  batches integer NOT NULL DEFAULT 0,
  CONSTRAINT pipeline_runs_pkey PRIMARY KEY (run_id),
  CONSTRAINT pipeline_runs_resumes_fkey FOREIGN KEY (resumes) REFERENCES ops.pipeline_runs(run_id),
  CONSTRAINT pipeline_runs_status_check CHECK ((status = ANY (ARRAY['running'::text, 'success'::text, 'partial'::text, 'failed'::text, 'no_op'::text]))),
  CONSTRAINT pipeline_runs_trigger_check CHECK ((trigger = ANY (ARRAY['start'::text, 'schedule'::text, 'manual'::text, 'import'::text])))
);
CREATE INDEX pipeline_runs_fetched ON ops.pipeline_runs USING btree (user_id, dataset) WHERE (trigger <> 'import'::text);
CREATE INDEX pipeline_runs_running ON ops.pipeline_runs USING btree (heartbeat_at) WHERE (status = 'running'::text);
CREATE INDEX pipeline_runs_source_fingerprint ON ops.pipeline_runs USING btree (source_fingerprint) WHERE (source_fingerprint IS NOT NULL);
CREATE INDEX pipeline_runs_unrefreshed ON ops.pipeline_runs USING btree (dataset) WHERE ((touched_start IS NOT NULL) AND (refreshed_at IS NULL));

CREATE TABLE ops.publications (
  run_id bigint NOT NULL,
  dataset text NOT NULL,
  snapshot_id bigint NOT NULL,
  rows_read bigint NOT NULL,
  watermark_before timestamp with time zone,
  late_rows bigint NOT NULL,
  published_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  removed_rows bigint NOT NULL DEFAULT 0,
  CONSTRAINT publications_pkey PRIMARY KEY (run_id),
  CONSTRAINT publications_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.pipeline_runs(run_id),
  CONSTRAINT publications_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES raw.snapshots(snapshot_id)
);
CREATE INDEX publications_dataset ON ops.publications USING btree (dataset, run_id);
CREATE INDEX publications_snapshot ON ops.publications USING btree (snapshot_id);

CREATE TABLE ops.quality_checks (
  run_id bigint NOT NULL,
  "position" integer NOT NULL,
  dataset text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  passed boolean NOT NULL,
  value double precision,
  threshold double precision NOT NULL,
  CONSTRAINT quality_checks_pkey PRIMARY KEY (run_id, "position"),
  CONSTRAINT quality_checks_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.pipeline_runs(run_id) ON DELETE CASCADE,
  CONSTRAINT quality_checks_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text])))
);
CREATE INDEX quality_checks_history ON ops.quality_checks USING btree (dataset, name, run_id);

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
  record json,
  resolved_by bigint,
  times_met integer NOT NULL DEFAULT 1,
  CONSTRAINT quarantine_pkey PRIMARY KEY (reject_id),
  CONSTRAINT quarantine_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES ops.pipeline_runs(run_id),
  CONSTRAINT quarantine_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.pipeline_runs(run_id) ON DELETE CASCADE
);
CREATE INDEX quarantine_run ON ops.quarantine USING btree (run_id, reject_id);
CREATE UNIQUE INDEX quarantine_fetched ON ops.quarantine USING btree (dataset, user_id, rule, md5(raw_value)) WHERE (place ? 'request'::text);

CREATE TABLE ops.users (
  user_id text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey PRIMARY KEY (user_id)
);

CREATE TABLE ops.watermarks (
  dataset text NOT NULL,
  column_name text NOT NULL,
  value timestamp with time zone NOT NULL,
  run_id bigint NOT NULL,
  CONSTRAINT watermarks_pkey PRIMARY KEY (dataset),
  CONSTRAINT watermarks_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.pipeline_runs(run_id)
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

CREATE TABLE public.appointments (
  booking_id text NOT NULL,
  patient_id text NOT NULL,
  doctor_id text NOT NULL,
  booking_date date NOT NULL,
  status text NOT NULL,
  further_columns jsonb,
  CONSTRAINT appointments_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES doctors(doctor_id) ON DELETE CASCADE,
  CONSTRAINT appointments_pkey PRIMARY KEY (booking_id),
  CONSTRAINT appointments_status_check CHECK ((status = ANY (ARRAY['confirmed'::text, 'cancelled'::text, 'unknown'::text])))
);
CREATE INDEX appointments_doctor ON public.appointments USING btree (doctor_id);
CREATE INDEX appointments_patient ON public.appointments USING btree (patient_id);

CREATE TABLE public.biometric_trends (
  patient_id bigint NOT NULL,
  biometric_type text NOT NULL,
  trend text NOT NULL,
  health text,
  analyzed_at timestamp with time zone NOT NULL,
  window_start timestamp with time zone NOT NULL,
  window_end timestamp with time zone NOT NULL,
  points integer NOT NULL,
  unit text NOT NULL,
  slope_per_day double precision,
  r_squared double precision,
  relative_change double precision,
  coefficient_of_variation double precision,
  moving_average_7d double precision,
  weekly_seasonality double precision,
  CONSTRAINT biometric_trends_health_check CHECK ((health = ANY (ARRAY['improving'::text, 'stable'::text, 'declining'::text]))),
  CONSTRAINT biometric_trends_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id),
  CONSTRAINT biometric_trends_pkey PRIMARY KEY (patient_id, biometric_type),
  CONSTRAINT biometric_trends_trend_check CHECK ((trend = ANY (ARRAY['increasing'::text, 'decreasing'::text, 'stable'::text, 'volatile'::text, 'insufficient_data'::text])))
);

CREATE TABLE public.biometrics (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  patient_id bigint NOT NULL,
  biometric_type text NOT NULL,
  "timestamp" timestamp with time zone NOT NULL,
  value double precision,
  systolic double precision,
  diastolic double precision,
  unit text NOT NULL,
  is_outlier boolean NOT NULL,
  CONSTRAINT biometrics_check CHECK (
CASE biometric_type
    WHEN 'blood_pressure'::text THEN ((num_nulls(systolic, diastolic) = 0) AND (value IS NULL))
    ELSE ((value IS NOT NULL) AND (num_nonnulls(systolic, diastolic) = 0))
END),
  CONSTRAINT biometrics_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id),
  CONSTRAINT biometrics_pkey PRIMARY KEY (patient_id, biometric_type, "timestamp")
);
CREATE INDEX biometrics_id ON public.biometrics USING btree (id);
SELECT create_hypertable('public.biometrics', by_range('timestamp', INTERVAL '90 days'));
ALTER TABLE public.biometrics SET (timescaledb.enable_columnstore, timescaledb.segmentby = NULL, timescaledb.orderby = NULL);

CREATE TABLE public.biometrics_awaiting_patient (
  email text NOT NULL,
  biometric_type text NOT NULL,
  "timestamp" timestamp with time zone NOT NULL,
  value double precision,
  systolic double precision,
  diastolic double precision,
  unit text NOT NULL,
  is_outlier boolean NOT NULL,
  run_id bigint NOT NULL,
  CONSTRAINT biometrics_awaiting_patient_pkey PRIMARY KEY (email, biometric_type, "timestamp"),
  CONSTRAINT biometrics_awaiting_patient_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.pipeline_runs(run_id)
);

CREATE MATERIALIZED VIEW public.biometrics_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = t) AS
 SELECT patient_id,
    biometric_type,
    time_bucket('01:00:00'::interval, "timestamp") AS hour_start,
    min(value) AS min_value,
    max(value) AS max_value,
    (sum(value) / (count(value))::double precision) AS avg_value,
    min(systolic) AS min_systolic,
    max(systolic) AS max_systolic,
    (sum(systolic) / (count(systolic))::double precision) AS avg_systolic,
    min(diastolic) AS min_diastolic,
    max(diastolic) AS max_diastolic,
    (sum(diastolic) / (count(diastolic))::double precision) AS avg_diastolic,
    count(*) AS count
   FROM biometrics
  GROUP BY patient_id, biometric_type, (time_bucket('01:00:00'::interval, "timestamp"));
CREATE INDEX biometrics_hourly_biometric_type_hour_start_idx ON public.biometrics_hourly USING btree (biometric_type, hour_start DESC);
CREATE INDEX biometrics_hourly_hour_start_idx ON public.biometrics_hourly USING btree (hour_start DESC);
CREATE INDEX biometrics_hourly_patient_id_hour_start_idx ON public.biometrics_hourly USING btree (patient_id, hour_start DESC);

CREATE TABLE public.daily_kpis (
  user_id text NOT NULL,
  date date NOT NULL,
  kcal_out_total double precision,
  balance_kcal double precision,
  balance_7d_average double precision,
  protein_per_kg double precision,
  healthy_food_pct double precision,
  adherence_steps double precision,
  weight_7d_avg double precision,
  waist_change_7d double precision,
  sleep_7d_avg double precision,
  stress_7d_avg double precision,
  weight_trend_kg_per_week double precision,
  CONSTRAINT daily_kpis_pkey PRIMARY KEY (user_id, date),
  CONSTRAINT daily_kpis_user_id_date_fkey FOREIGN KEY (user_id, date) REFERENCES daily_metrics(user_id, date) ON DELETE CASCADE
);

CREATE TABLE public.daily_metrics (
  user_id text NOT NULL,
  date date NOT NULL,
  steps_n double precision,
  proteins_g double precision,
  kcal_in double precision,
  kcal_junk_in double precision,
  kcal_out_training double precision,
  sleep_hours double precision,
  stress_rel double precision,
  weight_kg double precision,
  waist_cm double precision,
  CONSTRAINT daily_metrics_pkey PRIMARY KEY (user_id, date),
  CONSTRAINT daily_metrics_user_id_fkey FOREIGN KEY (user_id) REFERENCES ops.users(user_id)
);

CREATE TABLE public.daily_visit_metrics (
  visit_date date NOT NULL,
  visits bigint NOT NULL,
  distinct_patients bigint NOT NULL,
  distinct_providers bigint NOT NULL,
  total_cost numeric(20,4),
  average_cost numeric(20,4),
  median_cost numeric(20,4),
  visits_without_cost bigint NOT NULL,
  CONSTRAINT daily_visit_metrics_pkey PRIMARY KEY (visit_date)
);

CREATE TABLE public.doctors (
  doctor_id text NOT NULL,
  name text NOT NULL,
  specialty text,
  further_columns jsonb,
  CONSTRAINT doctors_pkey PRIMARY KEY (doctor_id)
);

CREATE TABLE public.fact_visits (
  visit_id text NOT NULL,
  patient_id text NOT NULL,
  visit_date date NOT NULL,
  diagnosis_code text,
  provider_id text,
  visit_cost numeric(14,4),
  last_updated timestamp with time zone NOT NULL,
  visit_year smallint NOT NULL GENERATED ALWAYS AS (EXTRACT(year FROM visit_date)) STORED,
  visit_quarter smallint NOT NULL GENERATED ALWAYS AS (EXTRACT(quarter FROM visit_date)) STORED,
  visit_month smallint NOT NULL GENERATED ALWAYS AS (EXTRACT(month FROM visit_date)) STORED,
  visit_weekday smallint NOT NULL GENERATED ALWAYS AS (EXTRACT(isodow FROM visit_date)) STORED,
  CONSTRAINT fact_visits_pkey PRIMARY KEY (visit_id),
  CONSTRAINT fact_visits_visit_cost_check CHECK ((visit_cost >= (0)::numeric))
);
CREATE INDEX fact_visits_date ON public.fact_visits USING btree (visit_date);

CREATE VIEW public.patient_biometric_hourly_summary AS
 SELECT biometrics_hourly.patient_id,
    biometrics_hourly.biometric_type,
    biometrics_hourly.hour_start,
    biometrics_hourly.min_value,
    biometrics_hourly.max_value,
    biometrics_hourly.avg_value,
    biometrics_hourly.count
   FROM biometrics_hourly
  WHERE (biometrics_hourly.biometric_type <> 'blood_pressure'::text)
UNION ALL
 SELECT biometrics_hourly.patient_id,
    'blood_pressure_systolic'::text AS biometric_type,
    biometrics_hourly.hour_start,
    biometrics_hourly.min_systolic AS min_value,
    biometrics_hourly.max_systolic AS max_value,
    biometrics_hourly.avg_systolic AS avg_value,
    biometrics_hourly.count
   FROM biometrics_hourly
  WHERE (biometrics_hourly.biometric_type = 'blood_pressure'::text)
UNION ALL
 SELECT biometrics_hourly.patient_id,
    'blood_pressure_diastolic'::text AS biometric_type,
    biometrics_hourly.hour_start,
    biometrics_hourly.min_diastolic AS min_value,
    biometrics_hourly.max_diastolic AS max_value,
    biometrics_hourly.avg_diastolic AS avg_value,
    biometrics_hourly.count
   FROM biometrics_hourly
  WHERE (biometrics_hourly.biometric_type = 'blood_pressure'::text);

CREATE TABLE public.patients (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  dob date NOT NULL,
  gender text NOT NULL DEFAULT 'unknown'::text,
  address text NOT NULL DEFAULT ''::text,
  email text NOT NULL,
  phone text NOT NULL DEFAULT ''::text,
  sex text NOT NULL DEFAULT 'U'::text,
  CONSTRAINT patients_email_key UNIQUE (email),
  CONSTRAINT patients_pkey PRIMARY KEY (id),
  CONSTRAINT patients_sex_check CHECK ((sex = ANY (ARRAY['F'::text, 'M'::text, 'O'::text, 'U'::text])))
);

CREATE TABLE public.user_profiles (
  user_id text NOT NULL,
  height_cm double precision,
  birth_year integer,
  sex text,
  steps_goal integer NOT NULL DEFAULT 10000,
  CONSTRAINT user_profiles_birth_year_check CHECK (((birth_year >= 1900) AND (birth_year <= 2100))),
  CONSTRAINT user_profiles_height_cm_check CHECK (((height_cm >= (50)::double precision) AND (height_cm <= (260)::double precision))),
  CONSTRAINT user_profiles_pkey PRIMARY KEY (user_id),
  CONSTRAINT user_profiles_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text]))),
  CONSTRAINT user_profiles_steps_goal_check CHECK ((steps_goal > 0)),
  CONSTRAINT user_profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES ops.users(user_id)
);

CREATE TABLE raw.snapshots (
  snapshot_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  dataset text NOT NULL,
  user_id text,
  sha256 text NOT NULL,
  bytes bigint NOT NULL,
  source_name text NOT NULL,
  path text NOT NULL,
  received_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT snapshots_dataset_user_id_sha256_key UNIQUE NULLS NOT DISTINCT (dataset, user_id, sha256),
  CONSTRAINT snapshots_pkey PRIMARY KEY (snapshot_id)
);
