import type { Preset } from "./preset.ts";

const answer = (name: string) => `field_data[name=${name}].values`;

/** A lead as it is fetched by its id: a list of named lists of values. */
export const facebookLeadAds: Preset = {
  app: "facebook-lead-ads",
  label: "Facebook Lead Ads",
  fieldMapping: {
    email: [answer("email"), answer("work_email")],
    name: answer("full_name"),
    firstName: answer("first_name"),
    lastName: answer("last_name"),
    phone: [answer("phone_number"), answer("work_phone_number"), answer("phone")],
    employmentTitle: answer("job_title"),
    city: answer("city"),
    state: [answer("state"), answer("province")],
    countryCode: answer("country"),
    "company.name": answer("company_name"),
    "company.website": [answer("company_website"), answer("website")],
  },
};
