-- The cancelled appointments of a period, in their order. $1: its first day, $2: its last day; null: without bound
SELECT booking_id, booking_date::text, patient_id, doctor_id, name
  FROM appointments JOIN doctors USING (doctor_id)
 WHERE status = 'cancelled'
   AND booking_date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity')
 ORDER BY appointments.booking_date, booking_id
