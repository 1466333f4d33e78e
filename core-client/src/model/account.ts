/** Who a key is. */
export interface Account {
  id: string;
  name: string;
  scopes: string[];
  organization: { id: string; name: string };
}
