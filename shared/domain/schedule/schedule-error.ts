/** Why a schedule cannot be read: a sentence that says what is wrong and what would be right. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
  readonly member: 'cron' | 'rate' | 'timezone';

  constructor(member: ScheduleError['member'], message: string) {
    super(message);
    this.member = member;
  }
}
