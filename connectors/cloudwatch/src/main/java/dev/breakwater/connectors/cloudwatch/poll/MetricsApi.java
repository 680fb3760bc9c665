package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;

/**
 * The only door to CloudWatch: one account in one region. Called from several threads at once. Each call is charged or
 * counted by AWS, so nothing is repeated behind it.
 */
public interface MetricsApi extends AutoCloseable {

    /**
     * One ListMetrics: functions that have Invocations.
     *
     * @param recent true: with points in the last three hours; false: in the last two weeks
     * @param token  "" for the first page, else the last page's
     */
    Answer<FunctionPage> listMetrics(boolean recent, String token);

    /**
     * One GetMetricData.
     *
     * @param token "" for the first page, else the last page's; INVALID if AWS does not know it any longer
     */
    Answer<DataPage> getMetricData(DataCall call, String token);

    @Override
    void close();
}
