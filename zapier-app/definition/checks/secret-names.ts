const secret =
  /password|passwd|secret|credential|api_?key|access_?key|private_?key|access_?token|auth_?token|^token$|_token$/i;

/** Whether a field of this name asks for, or shows, what nobody else may know. */
export const isSecretName = (name: string): boolean => secret.test(name);
