CREATE TABLE biometric_trends (
  patient_id               bigint NOT NULL REFERENCES patients,
  -- Blood pressure is judged by its mean arterial pressure, and by each of its two numbers besides.
  biometric_type           text NOT NULL,
  trend                    text NOT NULL
                           CHECK (trend IN ('increasing', 'decreasing', 'stable', 'volatile', 'insufficient_data')),
  -- NULL: nothing can be said.
  health                   text CHECK (health IN ('improving', 'stable', 'declining')),
  analyzed_at              timestamptz NOT NULL,
  -- Readings between window_start and window_end were looked at.
  window_start             timestamptz NOT NULL,
  window_end               timestamptz NOT NULL,
  points                   integer NOT NULL,
  unit                     text NOT NULL,
  -- In the unit, by day.
  slope_per_day            double precision,
  r_squared                double precision,
  relative_change          double precision,
  coefficient_of_variation double precision,
  -- In the unit: the average of the last seven days that end with the last reading.
  moving_average_7d        double precision,
  -- Strength of the weekly pattern, 0 to 1; NULL without two weeks of readings.
  weekly_seasonality       double precision,
  PRIMARY KEY (patient_id, biometric_type)
);
