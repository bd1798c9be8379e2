-- The confirmed appointments of a patient, in their order. $1: the patient's id
SELECT booking_id, booking_date::text, doctor_id, name, specialty
  FROM appointments JOIN doctors USING (doctor_id)
 WHERE status = 'confirmed' AND patient_id = $1
 ORDER BY appointments.booking_date, booking_id
