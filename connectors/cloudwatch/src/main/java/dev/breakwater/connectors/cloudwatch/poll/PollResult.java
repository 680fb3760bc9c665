package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsFailure;
import java.util.List;

/**
 * What came of a request.
 *
 * @param request    the request
 * @param series     the queries answered whole
 * @param unanswered the others
 * @param functions  listing: every function found
 * @param failure    null unless a call failed
 * @param cutShort   true if not all pages came, because a call failed or its token was lost
 * @param calls      how many calls were made, pages included
 */
record PollResult(
        PollRequest request,
        List<Series> series,
        List<MetricQuery> unanswered,
        List<String> functions,
        AwsFailure failure,
        boolean cutShort,
        int calls) {

    /** How many metrics AWS may charge: those of the call, again for each page. */
    int metrics() {
        return request.lists() ? 0 : request.data().queries().size() * calls;
    }
}
