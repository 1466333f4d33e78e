import app from "./index.ts";
import { addAccessToken, oauth } from "./oauth.ts";

/** The same integration with connections by OAuth 2: Zapier takes one kind of connection in a version. */
export default { ...app, authentication: oauth, beforeRequest: [addAccessToken] };
