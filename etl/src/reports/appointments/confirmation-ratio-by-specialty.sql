-- Which share of the appointments of each specialty is confirmed; doctors without a specialty are one of their own.
SELECT specialty, count(*) AS appointments, count(*) FILTER (WHERE status = 'confirmed') AS confirmed,
       round(count(*) FILTER (WHERE status = 'confirmed')::numeric / count(*), 4)::double precision AS ratio
  FROM appointments JOIN doctors USING (doctor_id)
 GROUP BY specialty
 ORDER BY ratio DESC, specialty NULLS LAST
