import type { Preset } from "./preset.ts";

const answer = (ref: string, value: string) => `form_response.answers[field.ref=${ref}].${value}`;
const typed = (type: string) => `form_response.answers[type=${type}].${type}`;
const hidden = (name: string) => `form_response.hidden.${name}`;

/** A form's answers are typed and known by the reference of their question; hidden fields come with the address. */
export const typeform: Preset = {
  app: "typeform",
  label: "Typeform",
  fieldMapping: {
    email: [answer("email", "email"), typed("email"), answer("email", "text"), hidden("email")],
    name: [answer("full_name", "text"), answer("name", "text"), answer("your_name", "text"), hidden("name")],
    firstName: [
      answer("first_name", "text"),
      answer("firstname", "text"),
      answer("given_name", "text"),
      hidden("first_name"),
      hidden("firstname"),
    ],
    lastName: [
      answer("last_name", "text"),
      answer("lastname", "text"),
      answer("surname", "text"),
      answer("family_name", "text"),
      hidden("last_name"),
      hidden("lastname"),
    ],
    phone: [
      answer("phone", "phone_number"),
      answer("phone_number", "phone_number"),
      typed("phone_number"),
      answer("phone", "text"),
      hidden("phone"),
    ],
    employmentTitle: [answer("job_title", "text"), answer("jobtitle", "text"), answer("role", "text")],
    linkedInHandle: [answer("linkedin", "url"), answer("linkedin", "text"), answer("linkedin_url", "url")],
    city: answer("city", "text"),
    countryCode: [answer("country", "text"), answer("country", "choice.label"), hidden("country")],
    "company.name": [
      answer("company", "text"),
      answer("company_name", "text"),
      answer("organization", "text"),
      answer("organisation", "text"),
      hidden("company"),
    ],
    "company.website": [
      answer("website", "url"),
      answer("company_website", "url"),
      answer("website", "text"),
      answer("company_website", "text"),
    ],
  },
};
