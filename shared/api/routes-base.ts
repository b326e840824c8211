/** The version in the path of every route. */
export const API_BASE_PATH = '/api/v1';
