import { Select } from '@mantine/core';
import { BIOMETRIC_KEYS, biometricTypes } from '../../patients/biometric-types.ts';
import type { BiometricType } from '../../patients/patient-queries.ts';

interface TypeSelectProps {
  readonly type: BiometricType | undefined;
  readonly onChange: (type: BiometricType | undefined) => void;
}

/** Rows of which type a table shows. */
export function TypeSelect({ type, onChange }: TypeSelectProps) {
  return (
    <Select
      aria-label="Type"
      size="xs"
      placeholder="Every type"
      clearable
      clearButtonProps={{ 'aria-label': 'Every type' }}
      data={BIOMETRIC_KEYS.map((key) => ({ value: key, label: biometricTypes[key].label }))}
      value={type ?? null}
      onChange={(value) => {
        onChange(BIOMETRIC_KEYS.find((key) => key === value));
      }}
    />
  );
}
