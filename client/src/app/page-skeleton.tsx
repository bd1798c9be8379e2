import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** What stands in a page's place until its code or its first data is there. */
export function PageSkeleton() {
  return (
    <Stack gap="md">
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Skeleton h={36} w="60%" maw={520} />
      <Skeleton h={420} />
      <Skeleton h={72} />
    </Stack>
  );
}
