/** Something worth knowing but not fatal. It lives inside a Result, so that it reaches the report. */
export interface Notice {
  readonly code: string;
  readonly severity: 'information' | 'warning';
  readonly message: string;
}

export function information(code: string, message: string): Notice {
  return { code, severity: 'information', message };
}

export function warning(code: string, message: string): Notice {
  return { code, severity: 'warning', message };
}
