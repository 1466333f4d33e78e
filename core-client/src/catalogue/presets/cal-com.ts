import type { Preset } from "./preset.ts";

const response = (name: string) => `payload.responses.${name}.value`;

/** A booking: the first attendee is the contact. The organizer is one of our own and is never read. */
export const calCom: Preset = {
  app: "cal.com",
  label: "Cal.com",
  // “Ping test”, with a John Doe for an attendee.
  test: { path: "triggerEvent", value: "PING" },
  fieldMapping: {
    email: ["payload.attendees[0].email", response("email")],
    name: ["payload.attendees[0].name", response("name")],
    firstName: ["payload.attendees[0].firstName", "payload.responses.name.value.firstName"],
    lastName: ["payload.attendees[0].lastName", "payload.responses.name.value.lastName"],
    phone: [
      "payload.attendees[0].phoneNumber",
      response("attendeePhoneNumber"),
      response("phone"),
      response("phoneNumber"),
      response("smsReminderNumber"),
    ],
    timeZone: "payload.attendees[0].timeZone",
    employmentTitle: [response("jobTitle"), response("job-title"), response("role")],
    linkedInHandle: [response("linkedin"), response("linkedIn")],
    countryCode: response("country"),
    "company.name": [response("company"), response("companyName"), response("company-name"), response("organization")],
    "company.website": [response("website"), response("companyWebsite"), response("company-website")],
  },
};
