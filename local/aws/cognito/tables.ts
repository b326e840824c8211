import type { DatabaseSync } from 'node:sqlite';

/** The tables of the local Cognito; times are epoch milliseconds. */
export function createTables(state: DatabaseSync): void {
  state.exec(`
    create table if not exists cognito_pools (
      id text primary key, logical_id text not null unique, key_id text not null, private_key text not null);
    create table if not exists cognito_clients (
      id text primary key, logical_id text not null unique, pool_id text not null);
    create table if not exists cognito_users (
      number integer primary key autoincrement, sub text not null unique, pool_id text not null,
      email_key text not null, password text not null, attributes text not null, status text not null,
      enabled integer not null, created_at integer not null, modified_at integer not null,
      unique (pool_id, email_key));
    create table if not exists cognito_groups (
      pool_id text not null, name text not null, description text, precedence integer,
      created_at integer not null, modified_at integer not null, primary key (pool_id, name));
    create table if not exists cognito_memberships (
      pool_id text not null, sub text not null, name text not null, primary key (pool_id, sub, name));
    create table if not exists cognito_codes (
      sub text not null, purpose text not null, hash blob not null, expires_at integer not null,
      primary key (sub, purpose));
    create table if not exists cognito_attempts (
      pool_id text not null, subject text not null, kind text not null, count integer not null,
      since integer not null, locked_until integer not null, primary key (pool_id, subject, kind));
    create table if not exists cognito_sessions (
      id text primary key, pool_id text not null, client_id text not null, sub text not null,
      signed_in_at integer not null, expires_at integer not null, revoked_at integer);
    create index if not exists cognito_sessions_by_user on cognito_sessions (sub);
    create table if not exists cognito_refresh_tokens (
      hash blob primary key, session_id text not null, rotated_at integer);
    create index if not exists cognito_refresh_tokens_by_session on cognito_refresh_tokens (session_id)`);
}
