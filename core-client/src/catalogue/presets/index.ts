import type { FieldMapping } from "../../model/import.ts";
import { calCom } from "./cal-com.ts";
import { calendly } from "./calendly.ts";
import { facebookLeadAds } from "./facebook-lead-ads.ts";
import { generic } from "./generic.ts";
import { googleSheets } from "./google-sheets.ts";
import { hubspot } from "./hubspot.ts";
import { mergeFieldMappings } from "./merge-field-mappings.ts";
import type { Preset } from "./preset.ts";
import { shopify } from "./shopify.ts";
import { stripe } from "./stripe.ts";
import { typeform } from "./typeform.ts";

const all: readonly Preset[] = [
  typeform,
  calendly,
  calCom,
  facebookLeadAds,
  hubspot,
  shopify,
  stripe,
  googleSheets,
  generic,
];

/** The presets by their app. */
export const presets: Readonly<Record<string, Preset>> = Object.fromEntries(all.map((preset) => [preset.app, preset]));

const compact = (app: string) => app.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The preset of an app, whichever way its name is written: `cal.com`, `CalCom`, `Google Sheets`. */
export const presetFor = (app: string): Preset | undefined =>
  all.find((preset) => compact(preset.app) === compact(app) || compact(preset.label) === compact(app));

/** All presets behind one another: one mapping that reads the records of every app that we know, and plain ones. */
export const everyAppMapping: FieldMapping = mergeFieldMappings(...all.map(({ fieldMapping }) => fieldMapping));

export { mergeFieldMappings } from "./merge-field-mappings.ts";
export type { Preset } from "./preset.ts";
