/** Breakwater. */
package dev.breakwater.config;
