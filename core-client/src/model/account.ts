/** Who a key or an access token is. */
export interface Account {
  id: string;
  name: string;
  scopes: string[];
  organization: { id: string; name: string };
  /** Whom an app acts for; only where it came by OAuth 2, not with a key. */
  person?: { id: string; name: string; email: string | null } | undefined;
}
