-- What a person notes of each day, and what follows from it.

CREATE TABLE user_profiles (
  user_id    text PRIMARY KEY REFERENCES ops.users,
  height_cm  double precision CHECK (height_cm BETWEEN 50 AND 260),
  birth_year integer CHECK (birth_year BETWEEN 1900 AND 2100),
  sex        text CHECK (sex IN ('female', 'male')),
  steps_goal integer NOT NULL DEFAULT 10000 CHECK (steps_goal > 0)
);

CREATE TABLE daily_metrics (
  user_id           text NOT NULL REFERENCES ops.users,
  date              date NOT NULL,
  steps_n           double precision,
  proteins_g        double precision,
  kcal_in           double precision,
  kcal_junk_in      double precision,
  kcal_out_training double precision,
  sleep_hours       double precision,
  stress_rel        double precision,
  weight_kg         double precision,
  waist_cm          double precision,
  PRIMARY KEY (user_id, date)
);

-- One row for each of daily_metrics; what each column is, docs/daily-kpis.md says.
CREATE TABLE daily_kpis (
  user_id                  text NOT NULL,
  date                     date NOT NULL,
  kcal_out_total           double precision,
  balance_kcal             double precision,
  balance_7d_average       double precision,
  protein_per_kg           double precision,
  healthy_food_pct         double precision,
  adherence_steps          double precision,
  weight_7d_avg            double precision,
  waist_change_7d          double precision,
  sleep_7d_avg             double precision,
  stress_7d_avg            double precision,
  weight_trend_kg_per_week double precision,
  PRIMARY KEY (user_id, date),
  FOREIGN KEY (user_id, date) REFERENCES daily_metrics ON DELETE CASCADE
);
