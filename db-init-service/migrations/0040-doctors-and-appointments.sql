-- Each file of one of these replaces what there is.
CREATE TABLE doctors (
  doctor_id       text COLLATE "C" PRIMARY KEY,
  name            text NOT NULL,
  specialty       text,
  -- What else the file says of the doctor, by column.
  further_columns jsonb
);

CREATE TABLE appointments (
  booking_id      text COLLATE "C" PRIMARY KEY,
  patient_id      text COLLATE "C" NOT NULL,
  -- A list of doctors that lacks one takes that doctor's appointments away, as if they came after it.
  doctor_id       text COLLATE "C" NOT NULL REFERENCES doctors ON DELETE CASCADE,
  booking_date    date NOT NULL,
  status          text NOT NULL CHECK (status IN ('confirmed', 'cancelled', 'unknown')),
  further_columns jsonb
);
CREATE INDEX appointments_doctor ON appointments (doctor_id);
CREATE INDEX appointments_patient ON appointments (patient_id);

-- Rows that were published before and that a file which replaces all does not have any more.
ALTER TABLE ops.publications ADD COLUMN removed_rows bigint NOT NULL DEFAULT 0;
