import { variable } from '@systole/service-kit';

/** What the environment says about bookings. */
export const bookingVariables = {
  /** A booking further ahead is taken for a slip: a fill handle that was dragged too far. */
  BOOKING_YEARS_AHEAD: variable.wholeNumber(0, 100).default(2),
};
