package dev.breakwater.cli.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;

/**
 * Answers 403 to every request to the REST endpoint of Flink in this JVM. The job does not need the REST endpoint.
 * Flink finds this class through {@code META-INF/services}. The option {@code web.submit.enable: false} would close
 * only the upload of jars. Flink would still run a job graph that is sent to {@code /jobs}.
 */
public final class ClosedRest implements InboundChannelHandlerFactory {

    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<ChannelHandler> createHandler(Configuration configuration, Map<String, String> headers) {
        return Optional.of(new Refusing());
    }

    private static final class Refusing extends ChannelInboundHandlerAdapter {

        private static final byte[] WORD = "this process accepts no requests\n".getBytes(UTF_8);

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            FullHttpResponse answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN, Unpooled.wrappedBuffer(WORD));
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, WORD.length);
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
