import { z } from "zod";

const count = z.int().min(0);

export const forgetResultSchema = z
  .object({
    rows: count.meta({ description: "Rows of imports: they keep their outcomes, and nothing else." }),
    events: count.meta({ description: "Events beside those of the rows." }),
    records: count.meta({ description: "Samples and late records." }),
    answers: count.meta({ description: "Stored answers to idempotent writes." }),
    deliveries: count.meta({ description: "Deliveries that were pending, and are cancelled." }),
    files: count.meta({ description: "Uploaded files that named it, and are deleted." }),
  })
  .meta({ id: "ForgetResult", description: "From how many places a contact's personal data was removed." });
