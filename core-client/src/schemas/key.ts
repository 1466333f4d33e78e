import { z } from "zod";
import { timeSchema } from "./time.ts";

const scopeSchema = z
  .string()
  .max(200)
  .regex(
    /^urn:firstquadrant:([A-Za-z][\w-]*|\*):([A-Za-z][\w-]*|\*):(read|write|\*)$/,
    "must be urn:firstquadrant:<resource>:<action>:<read|write>, with * for any part",
  )
  .meta({ examples: ["urn:firstquadrant:contact:*:write"] });

export const keyInputSchema = z.strictObject({
  name: z.string().trim().min(1, "must not be blank").max(200),
  scopes: z
    .array(scopeSchema)
    .min(1, "must name at least one scope")
    .max(100, "must not name more than 100 scopes")
    .meta({ description: "What the key may do: nothing that the caller's own key may not." }),
  expiresAt: z.iso
    .datetime({ offset: true, error: "is no time; write it as 2026-01-31T09:30:00Z" })
    .exactOptional()
    .meta({ description: "When the key ends by itself; never unless said." }),
});

const longestGrace = 30 * 24 * 60 * 60;

export const keyRotationSchema = z.strictObject({
  graceSeconds: z
    .int()
    .min(0)
    .max(longestGrace)
    .exactOptional()
    .meta({ description: "How long the former secret works beside the new one. Default 0: it ends at once." }),
});

const keyShape = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable().meta({ description: "To the minute." }),
  formerSecretUntil: timeSchema
    .nullable()
    .meta({ description: "Until when the secret from before the last rotation works beside the new one." }),
};

export const keySchema = z.object(keyShape).meta({ id: "Key", description: "An API key, without what it is made of." });

export const createdKeySchema = z
  .object({
    ...keyShape,
    key: z
      .string()
      .nullable()
      .meta({
        description:
          "Shown this once. Null where the answer is repeated under an idempotency key: rotate the key then.",
        examples: ["fqa_01k8x5v3zq4nah6jt0d9r2m7bcq7Wn4aXc0ZrT8fYk1LmE5vHs2GdUb9Jp"],
      }),
  })
  .meta({ id: "CreatedKey", description: "An API key, shown once." });
