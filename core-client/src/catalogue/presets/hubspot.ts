import type { Preset } from "./preset.ts";

/** Contacts have their properties flat; the older shape that workflows send wraps each value. */
const property = (name: string) => [`properties.${name}`, `properties.${name}.value`];

/** A contact of the CRM. Its `website` is the company's, and so is its industry. */
export const hubspot: Preset = {
  app: "hubspot",
  label: "HubSpot",
  fieldMapping: {
    email: property("email"),
    firstName: property("firstname"),
    lastName: property("lastname"),
    phone: [...property("phone"), ...property("mobilephone")],
    employmentTitle: property("jobtitle"),
    linkedInHandle: [...property("hs_linkedin_url"), ...property("linkedin_url")],
    twitterHandle: [...property("twitterhandle"), ...property("hs_twitterhandle")],
    city: property("city"),
    state: property("state"),
    countryCode: [...property("country"), ...property("hs_country_region_code")],
    timeZone: property("hs_timezone"),
    "company.name": property("company"),
    "company.website": property("website"),
    "company.primaryIndustry": property("industry"),
    "company.employeesCount": property("numemployees"),
    "company.annualRevenue": property("annualrevenue"),
  },
};
