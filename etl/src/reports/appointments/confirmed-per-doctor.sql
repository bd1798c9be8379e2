-- How many appointments of each doctor are confirmed, doctors with none included.
SELECT doctors.doctor_id, name, specialty, count(booking_id) FILTER (WHERE status = 'confirmed') AS confirmed
  FROM doctors LEFT JOIN appointments USING (doctor_id)
 GROUP BY doctors.doctor_id
 ORDER BY confirmed DESC, name, doctors.doctor_id
