package dev.breakwater.connectors.cloudwatch.poll;

/**
 * What a fetcher thread is asked to do: list functions, or get data.
 *
 * @param target which account and region
 * @param round  for the one who asks, to know answers to what is no longer asked
 * @param recent listing: only functions active in the last three hours
 * @param data   the call, null for listing
 */
record PollRequest(PollTarget target, long round, boolean recent, DataCall data) {
    boolean lists() {
        return data == null;
    }
}
