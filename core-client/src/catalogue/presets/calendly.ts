import type { Preset } from "./preset.ts";

const answer = (question: string) => `payload.questions_and_answers[question=${question}].answer`;

/** `invitee.created`: the invitee is the payload itself; what else was asked stands among the questions. */
export const calendly: Preset = {
  app: "calendly",
  label: "Calendly",
  fieldMapping: {
    email: "payload.email",
    name: "payload.name",
    firstName: "payload.first_name",
    lastName: "payload.last_name",
    phone: [
      "payload.text_reminder_number",
      answer("Phone Number"),
      answer("Phone"),
      answer("Mobile"),
      answer("Mobile Number"),
    ],
    timeZone: "payload.timezone",
    employmentTitle: [answer("Job Title"), answer("Title"), answer("Role"), answer("Position")],
    linkedInHandle: [answer("LinkedIn"), answer("LinkedIn URL"), answer("LinkedIn Profile")],
    countryCode: answer("Country"),
    "company.name": [
      answer("Company"),
      answer("Company Name"),
      answer("Organization"),
      answer("Organisation"),
      answer("Business Name"),
    ],
    "company.website": [answer("Company Website"), answer("Website"), answer("Website URL")],
  },
};
