package dev.breakwater.bench.set;

/** Who reads a set as a stream. */
public interface Feed {

    /** A minute of a function arrives; late ones too. */
    void line(Line line);

    /** The feed has moved past a minute. Called once for each minute in order, silent ones included. */
    void minuteEnds(int minute);
}
