CREATE TABLE patients (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name    text NOT NULL,
  dob     date NOT NULL,
  gender  text NOT NULL DEFAULT 'unknown',
  address text NOT NULL DEFAULT '',
  -- In lower case: readings name their patient by it.
  email   text NOT NULL UNIQUE,
  phone   text NOT NULL DEFAULT '',
  -- As HL7 version 2 codes it: female, male, other, unknown.
  sex     text NOT NULL DEFAULT 'U' CHECK (sex IN ('F', 'M', 'O', 'U'))
);

CREATE TABLE biometrics (
  id             bigint GENERATED ALWAYS AS IDENTITY,
  patient_id     bigint NOT NULL REFERENCES patients,
  biometric_type text NOT NULL,
  "timestamp"    timestamptz NOT NULL,
  -- Blood pressure has two numbers, every other type one.
  value          double precision,
  systolic       double precision,
  diastolic      double precision,
  unit           text NOT NULL,
  is_outlier     boolean NOT NULL,
  PRIMARY KEY (patient_id, biometric_type, "timestamp"),
  CHECK (CASE biometric_type WHEN 'blood_pressure' THEN num_nulls(systolic, diastolic) = 0 AND value IS NULL
                             ELSE value IS NOT NULL AND num_nonnulls(systolic, diastolic) = 0 END)
);
SELECT create_hypertable('biometrics', by_range('timestamp', interval '90 days'), create_default_indexes => false);
-- A reading is deleted by its id.
CREATE INDEX biometrics_id ON biometrics (id);

-- Readings of a patient who is not there yet. They are in the quarantine too, as rejects; from here they are loaded when
-- the patient has come.
CREATE TABLE biometrics_awaiting_patient (
  email          text NOT NULL,
  biometric_type text NOT NULL,
  "timestamp"    timestamptz NOT NULL,
  value          double precision,
  systolic       double precision,
  diastolic      double precision,
  unit           text NOT NULL,
  is_outlier     boolean NOT NULL,
  run_id         bigint NOT NULL REFERENCES ops.pipeline_runs,
  PRIMARY KEY (email, biometric_type, "timestamp")
);

CREATE MATERIALIZED VIEW biometrics_hourly
WITH (timescaledb.continuous, timescaledb.materialized_only = true, timescaledb.create_group_indexes = true) AS
SELECT patient_id, biometric_type, time_bucket(interval '1 hour', "timestamp") AS hour_start,
       min(value) AS min_value, max(value) AS max_value, sum(value) / count(value) AS avg_value,
       min(systolic) AS min_systolic, max(systolic) AS max_systolic, sum(systolic) / count(systolic) AS avg_systolic,
       min(diastolic) AS min_diastolic, max(diastolic) AS max_diastolic,
       sum(diastolic) / count(diastolic) AS avg_diastolic,
       count(*) AS count
  FROM biometrics
 GROUP BY patient_id, biometric_type, time_bucket(interval '1 hour', "timestamp")
WITH NO DATA;

-- A continuous aggregate makes one row of a group; blood pressure is shown as two.
CREATE VIEW patient_biometric_hourly_summary AS
SELECT patient_id, biometric_type, hour_start, min_value, max_value, avg_value, count
  FROM biometrics_hourly WHERE biometric_type <> 'blood_pressure'
UNION ALL
SELECT patient_id, 'blood_pressure_systolic', hour_start, min_systolic, max_systolic, avg_systolic, count
  FROM biometrics_hourly WHERE biometric_type = 'blood_pressure'
UNION ALL
SELECT patient_id, 'blood_pressure_diastolic', hour_start, min_diastolic, max_diastolic, avg_diastolic, count
  FROM biometrics_hourly WHERE biometric_type = 'blood_pressure';

-- The whole row as it stood in the source, where a source has rows of several fields; json keeps their order.
ALTER TABLE ops.quarantine ADD COLUMN record json;

-- Of runs whose batches hold rows of many: how far the source is loaded, and in how many batches.
ALTER TABLE ops.pipeline_runs ADD COLUMN source_position bigint NOT NULL DEFAULT 0,
                              ADD COLUMN batches integer NOT NULL DEFAULT 0;
