package dev.breakwater.connectors.aws;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client that reports every failed call as an {@link IOException}, which the SDK understands. If a call's
 * timeout closes the connection at the wrong moment, the JDK's {@code HttpURLConnection} throws a
 * {@link NullPointerException} instead ("this.http is null"), which would look like a mistake in our code.
 */
record InterruptibleHttp(SdkHttpClient http) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest call = http.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                try {
                    return call.call();
                } catch (NullPointerException e) {
                    throw new IOException("the connection was closed during the call", e);
                }
            }

            @Override
            public void abort() {
                call.abort();
            }
        };
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        http.close();
    }
}
