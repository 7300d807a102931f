"""Altair pictures, built once and drawn as Vega-Lite; one file a kind of picture.

Each file has `spec(theme, …)`, cached and without data, and `alt(frame, …)`, the finding in a sentence:
`st.vega_lite_chart(frame, rates.spec(theme), alt=rates.alt(frame, label), width="stretch")`.
For print, `svg.svg(rates.spec("light"), frame, 640)` is the same picture without a browser.
"""
