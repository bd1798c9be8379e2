-- The doctor with most confirmed appointments; several where they have as many.
SELECT doctor_id, name, specialty, confirmed
  FROM (SELECT doctors.doctor_id, name, specialty, count(*) AS confirmed, rank() OVER (ORDER BY count(*) DESC) AS place
          FROM appointments JOIN doctors USING (doctor_id)
         WHERE status = 'confirmed'
         GROUP BY doctors.doctor_id) AS ranked
 WHERE place = 1
 ORDER BY name, doctor_id
