package dev.breakwater.connectors.lambda.suite;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.function.SerializableFunction;

/**
 * A sink of strings, which Flink's suites can sort. It behaves like the wrapped sink, and its writers convert each
 * string into a record of that sink.
 */
public final class OfStrings<T> implements InvocationHandler, Serializable {

    private final Sink<T> sink;
    private final SerializableFunction<String, T> read;

    private OfStrings(Sink<T> sink, SerializableFunction<String, T> read) {
        this.sink = sink;
        this.read = read;
    }

    @SuppressWarnings("unchecked")
    public static <T> Sink<String> sink(Sink<T> sink, SerializableFunction<String, T> read) {
        return (Sink<String>) standIn(sink, new OfStrings<>(sink, read));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object result = call(sink, method, arguments);
        return result instanceof SinkWriter<?> writer ? standIn(writer, (p, m, a) -> write(writer, m, a)) : result;
    }

    private Object write(SinkWriter<?> writer, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("write")) arguments[0] = read.apply((String) arguments[0]);
        return call(writer, method, arguments);
    }

    private static Object standIn(Object original, InvocationHandler handler) {
        Class<?>[] parts = original.getClass().getInterfaces();
        return Proxy.newProxyInstance(OfStrings.class.getClassLoader(), parts, handler);
    }

    private static Object call(Object original, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
