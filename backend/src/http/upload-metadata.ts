import type { FormatOverrides } from "../files/format.ts";
import { overridesOf, overridesSchema, readFileFields } from "./file-fields.ts";

const overrides = Object.keys(overridesSchema.shape);

/**
 * Reads what a tus client says of its file: `filename`, and how it is to be read. Clients add what they like, for
 * themselves: that stays with the upload, and means nothing here.
 *
 * @throws AppError `validation_error`
 */
export function readUploadMetadata(metadata: Record<string, string | null>): {
  name: string;
  overrides: FormatOverrides;
} {
  const said = Object.entries(metadata).filter(([key, value]) => overrides.includes(key) && value !== null);
  const { name = "", ...rest } = readFileFields(
    { ...Object.fromEntries(said), name: (metadata.filename ?? metadata.name ?? "").slice(0, 200) },
    "The upload's metadata are",
  );
  return { name: name === "" ? "contacts.csv" : name, overrides: overridesOf(rest) };
}
