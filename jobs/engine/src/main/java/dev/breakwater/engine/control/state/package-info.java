/** The state that control keeps between two calls. Flink stores these classes field by field. */
package dev.breakwater.engine.control.state;
