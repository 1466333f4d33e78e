import type { Preset } from "./preset.ts";
import { spellings } from "./spellings.ts";

/** Headers as people write them; some end in a space, and an automation hands them on as they are. */
const columns = (...names: string[]) =>
  names.flatMap(spellings).flatMap((name) => (/[a-z]/.test(name) && !/[_-]/.test(name) ? [name, `${name} `] : [name]));

/** A row of a table: its keys are whatever the header says. */
export const googleSheets: Preset = {
  app: "google-sheets",
  label: "Google Sheets",
  fieldMapping: {
    email: [
      ...columns("email", "email address", "work email"),
      "E-mail",
      "E-Mail",
      "e-mail",
      "E-mail Address",
      "E-mail address",
      "E-Mail-Adresse",
      "Adresse e-mail",
      "Mail",
    ],
    name: columns("full name", "name", "contact name"),
    firstName: [...columns("first name", "given name"), "Vorname", "Prénom"],
    lastName: [...columns("last name", "surname", "family name"), "Nachname"],
    phone: [
      ...columns("phone", "phone number", "mobile", "mobile number", "mobile phone", "telephone"),
      "Telefon",
      "Téléphone",
    ],
    employmentTitle: [...columns("job title"), "Position", "Role", "Title"],
    linkedInHandle: [
      "LinkedIn URL",
      "LinkedIn",
      "LinkedIn Profile",
      "Linkedin",
      "LinkedIn profile",
      "linkedin_url",
      "linkedin",
    ],
    city: [...columns("city", "town"), "Stadt", "Ville"],
    state: ["State", "Region", "Province", "State/Region", "State/Province"],
    countryCode: [...columns("country", "country code"), "Country/Region", "Country / Region", "Land", "Pays"],
    timeZone: ["Time Zone", "Time zone", "Timezone", "Time zone "],
    tags: ["Tags", "Labels"],
    "company.name": [
      ...columns("company", "company name", "organisation", "organization", "employer"),
      "Firma",
      "Société",
    ],
    "company.domain": columns("company domain"),
    "company.website": columns("company website", "company url"),
  },
};
