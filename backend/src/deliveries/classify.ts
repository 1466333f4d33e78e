/** What came of an attempt: the receiver's answer, or why there is none. */
export type Answer =
  | { status: number; retryAfter: string | null; error?: undefined }
  | { status: null; retryAfter?: undefined; error: string };

export type Verdict = "delivered" | "retry" | "gone";

/** What an answer means: any 2xx is a receipt, 410 the end of the subscription, and all else is tried again. */
export function classify({ status }: Answer): Verdict {
  if (status === null) return "retry";
  if (status >= 200 && status < 300) return "delivered";
  return status === 410 ? "gone" : "retry";
}
