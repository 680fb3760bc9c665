package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Executes a request with all its pages. The class has no state, so any thread may call it. */
final class Fetch {
    /** The most pages of one answer. Only a faulty service sends more pages. */
    private static final int MOST_PAGES = 500;

    private Fetch() {}

    static Result run(Request request, MetricsApi api) {
        return request.lists() ? list(request, api) : data(request, api);
    }

    private static Result list(Request request, MetricsApi api) {
        List<String> functions = new ArrayList<>();
        String token = "";
        for (int calls = 1; ; calls++) {
            Answer<MetricsApi.FunctionPage> answer = api.listMetrics(request.recent(), token);
            if (!answer.ok()) {
                return new Result(request, List.of(), List.of(), functions, answer.failure(), true, calls);
            }
            functions.addAll(answer.value().functions());
            token = answer.value().nextToken();
            if (token.isEmpty() || calls == MOST_PAGES) {
                return new Result(request, List.of(), List.of(), functions, null, false, calls);
            }
        }
    }

    private static Result data(Request request, MetricsApi api) {
        Pages pages = new Pages(request.data());
        String token = "";
        for (int calls = 1; ; calls++) {
            Answer<GetMetricDataResponse> answer = api.getMetricData(request.data(), token);
            if (!answer.ok()) {
                // a page token that AWS has lost is not a failure, because the missing data is requested again from the
                // start
                boolean lost = !token.isEmpty() && answer.failedAs(Outcome.INVALID);
                return pages.result(request, lost ? null : answer.failure(), true, calls);
            }
            pages.take(answer.value());
            token = answer.value().nextToken() == null ? "" : answer.value().nextToken();
            if (token.isEmpty() || calls == MOST_PAGES) {
                return pages.result(request, pages.denial(), false, calls);
            }
        }
    }

    /** Combines the pages of one call's answer. */
    private static final class Pages {
        private final MetricsApi.DataCall call;
        private final double[][] values;
        private final StatusCode[] status;

        Pages(MetricsApi.DataCall call) {
            this.call = call;
            values = new double[call.queries().size()][];
            status = new StatusCode[values.length];
        }

        void take(GetMetricDataResponse page) {
            for (MetricDataResult result : page.metricDataResults()) {
                int query = index(result.id());
                if (query < 0 || query >= status.length) {
                    continue;
                }
                status[query] = result.statusCode() == null ? StatusCode.COMPLETE : result.statusCode();
                if (values[query] == null) {
                    values[query] = new double[(int) (call.to() - call.from())];
                    Arrays.fill(values[query], Double.NaN);
                }
                int points =
                        Math.min(result.timestamps().size(), result.values().size());
                for (int i = 0; i < points; i++) {
                    long minute = Math.floorDiv(result.timestamps().get(i).getEpochSecond(), 60);
                    // the service may send any amount of data, so the data is limited to protect the memory
                    if (minute >= call.from() && minute < call.to()) {
                        values[query][(int) (minute - call.from())] =
                                result.values().get(i);
                    }
                }
            }
        }

        /** Returns the index of a query, or -1 for an unknown id. */
        private static int index(String id) {
            return id != null && id.matches("q\\d{1,3}") ? Integer.parseInt(id.substring(1)) : -1;
        }

        AwsFailure denial() {
            boolean all = true;
            for (StatusCode one : status) {
                all &= one == StatusCode.FORBIDDEN;
            }
            return all ? AwsFailure.of(Outcome.DENIED, "Forbidden", "AWS forbids every query of the call") : null;
        }

        Result result(Request request, AwsFailure failure, boolean cutShort, int calls) {
            List<MetricQuery.Series> series = new ArrayList<>();
            List<MetricQuery> unanswered = new ArrayList<>();
            for (int i = 0; i < status.length; i++) {
                MetricQuery query = call.queries().get(i);
                if (status[i] == StatusCode.COMPLETE) {
                    series.add(new MetricQuery.Series(query, call.from(), values[i]));
                } else {
                    unanswered.add(query);
                }
            }
            return new Result(request, series, unanswered, List.of(), failure, cutShort, calls);
        }
    }

    /**
     * The task of a fetcher thread, which lists functions or gets data.
     *
     * @param target the account and region
     * @param round  the number of the round, by which outdated answers are recognised
     * @param recent for a listing: whether only functions that were active in the last three hours are listed
     * @param data   the call for data; null for a listing
     */
    record Request(PollTarget target, long round, boolean recent, MetricsApi.DataCall data) {
        boolean lists() {
            return data == null;
        }
    }

    /**
     * The result of a request.
     *
     * @param request    the request
     * @param series     the queries that AWS answered completely
     * @param unanswered the others
     * @param functions  for a listing: all functions that were found
     * @param failure    null unless a call failed
     * @param cutShort   true if some pages are missing, because a call failed or its token was lost
     * @param calls      how many calls were made, including calls for further pages
     */
    record Result(
            Fetch.Request request,
            List<MetricQuery.Series> series,
            List<MetricQuery> unanswered,
            List<String> functions,
            AwsFailure failure,
            boolean cutShort,
            int calls) {

        /** Returns the number of metrics for which AWS may charge: the metrics of the call, times its pages. */
        int metrics() {
            return request.lists() ? 0 : request.data().queries().size() * calls;
        }
    }
}
