import type { Preset } from "./preset.ts";
import { spellings } from "./spellings.ts";

const keys = (...names: string[]) => names.flatMap(spellings);

/**
 * Flat bodies with names that need no explaining. `state` is left out on purpose: shops and booking systems keep the
 * condition of an account there.
 */
export const generic: Preset = {
  app: "generic",
  label: "Any App",
  fieldMapping: {
    email: [...keys("email", "email address", "work email", "contact email"), "e-mail", "E-mail", "E-Mail", "mail"],
    name: keys("full name", "name", "contact name"),
    firstName: [...keys("first name", "given name", "contact first name"), "fname"],
    lastName: [...keys("last name", "surname", "family name", "contact last name"), "lname"],
    phone: keys("phone", "phone number", "mobile", "mobile phone", "mobile number", "telephone", "contact phone"),
    employmentTitle: keys("job title", "employment title"),
    linkedInHandle: [
      "linkedInHandle",
      "linkedInUrl",
      "linkedin_url",
      "linkedin",
      "LinkedIn",
      "LinkedIn URL",
      "linkedinUrl",
    ],
    twitterHandle: ["twitterHandle", "twitterUrl", "twitter_handle", "twitter_url", "twitter", "Twitter"],
    website: keys("website", "personal website"),
    city: keys("city"),
    countryCode: keys("country code", "country"),
    timeZone: keys("time zone", "timezone"),
    tags: keys("tags"),
    "company.name": [
      ...keys("company name", "company", "organization name", "organization", "organisation"),
      "company.name",
      "organization.name",
    ],
    "company.domain": [...keys("company domain"), "company.domain", "organization.domain"],
    "company.website": [...keys("company website", "company url"), "company.website", "organization.website"],
  },
};
