/** What is asked for again while it is being done is done once, and all are told its one outcome. */
type ShareInFlight<Result> = (key: string, work: () => Promise<Result>) => Promise<Result>;

export function shareInFlight<Result>(): ShareInFlight<Result> {
  const underWay = new Map<string, Promise<Result>>();
  return async (key, work) => {
    const begun = underWay.get(key) ?? work().finally(() => underWay.delete(key));
    underWay.set(key, begun);
    return await begun;
  };
}
