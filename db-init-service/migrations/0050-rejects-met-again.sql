-- A bad reading of a source is met again by every run whose look-back reaches it. One row holds it, of the newest run
-- that met it. Its place does not tell it apart: a request names its window, and that moves.
ALTER TABLE ops.quarantine ADD COLUMN times_met integer NOT NULL DEFAULT 1;

-- What was stored more than once so far.
WITH held AS (
  SELECT reject_id,
         count(*) OVER same AS times,
         min(created_at) OVER same AS first_met,
         reject_id = max(reject_id) OVER same AS is_newest
    FROM ops.quarantine
   WHERE place ? 'request' AND user_id IS NOT NULL AND raw_value IS NOT NULL
  WINDOW same AS (PARTITION BY dataset, user_id, rule, raw_value)
), gone AS (
  DELETE FROM ops.quarantine AS older USING held WHERE older.reject_id = held.reject_id AND NOT held.is_newest
)
UPDATE ops.quarantine AS newest SET times_met = held.times, created_at = held.first_met
  FROM held WHERE newest.reject_id = held.reject_id AND held.is_newest AND held.times > 1;

CREATE UNIQUE INDEX quarantine_fetched ON ops.quarantine (dataset, user_id, rule, md5(raw_value))
  WHERE place ? 'request';
