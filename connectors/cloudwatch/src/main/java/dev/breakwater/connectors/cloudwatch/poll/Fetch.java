package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Carries a request out, all its pages; remembers nothing, so any thread may do it. */
final class Fetch {
    /** Pages of one answer at most: the service would have to be at fault. */
    private static final int MOST_PAGES = 500;

    private Fetch() {}

    static PollResult run(PollRequest request, MetricsApi api) {
        return request.lists() ? list(request, api) : data(request, api);
    }

    private static PollResult list(PollRequest request, MetricsApi api) {
        List<String> functions = new ArrayList<>();
        String token = "";
        for (int calls = 1; ; calls++) {
            Answer<FunctionPage> answer = api.listMetrics(request.recent(), token);
            if (!answer.ok()) {
                return new PollResult(request, List.of(), List.of(), functions, answer.failure(), true, calls);
            }
            functions.addAll(answer.value().functions());
            token = answer.value().nextToken();
            if (token.isEmpty() || calls == MOST_PAGES) {
                return new PollResult(request, List.of(), List.of(), functions, null, false, calls);
            }
        }
    }

    private static PollResult data(PollRequest request, MetricsApi api) {
        Pages pages = new Pages(request.data());
        String token = "";
        for (int calls = 1; ; calls++) {
            Answer<DataPage> answer = api.getMetricData(request.data(), token);
            if (!answer.ok()) {
                // a token that AWS has lost is no failure of the call: what is missing is asked again from the start
                boolean lost = !token.isEmpty() && answer.failedAs(Outcome.INVALID);
                return pages.result(request, lost ? null : answer.failure(), true, calls);
            }
            pages.take(answer.value());
            token = answer.value().nextToken();
            if (token.isEmpty() || calls == MOST_PAGES) {
                return pages.result(request, pages.denial(), false, calls);
            }
        }
    }

    /** Puts the pages of one call together. */
    private static final class Pages {
        private final DataCall call;
        private final double[][] values;
        private final DataPage.Status[] status;

        Pages(DataCall call) {
            this.call = call;
            values = new double[call.queries().size()][];
            status = new DataPage.Status[values.length];
        }

        void take(DataPage page) {
            for (DataPage.Result result : page.results()) {
                int query = result.query();
                if (query < 0 || query >= status.length) {
                    continue;
                }
                status[query] = result.status();
                if (values[query] == null) {
                    values[query] = new double[(int) (call.to() - call.from())];
                    Arrays.fill(values[query], Double.NaN);
                }
                for (int i = 0; i < result.minutes().length; i++) {
                    long minute = result.minutes()[i];
                    // the service decides what it sends, not how much memory that takes
                    if (minute >= call.from() && minute < call.to()) {
                        values[query][(int) (minute - call.from())] = result.values()[i];
                    }
                }
            }
        }

        AwsFailure denial() {
            boolean all = true;
            for (DataPage.Status one : status) {
                all &= one == DataPage.Status.FORBIDDEN;
            }
            return all ? AwsFailure.of(Outcome.DENIED, "Forbidden", "every query of the call is forbidden") : null;
        }

        PollResult result(PollRequest request, AwsFailure failure, boolean cutShort, int calls) {
            List<Series> series = new ArrayList<>();
            List<MetricQuery> unanswered = new ArrayList<>();
            for (int i = 0; i < status.length; i++) {
                MetricQuery query = call.queries().get(i);
                if (status[i] == DataPage.Status.COMPLETE) {
                    series.add(new Series(query, call.from(), values[i]));
                } else {
                    unanswered.add(query);
                }
            }
            return new PollResult(request, series, unanswered, List.of(), failure, cutShort, calls);
        }
    }
}
