package main

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// draw writes a picture of generated ÷ primal and hand ÷ primal for each result; the name of the file says its kind.
func draw(results []result, file string) error {
	results = slices.Clone(results)
	slices.Reverse(results) // the first on top
	p := plot.New()
	p.Title.Text = "Time of value and derivatives ÷ time of the function"
	p.Title.Padding = 2 * vg.Millimeter
	p.Legend.Top = true
	p.Y.Tick.Label.Font.Size = vg.Points(10)
	grid := plotter.NewGrid()
	grid.Horizontal.Width = 0
	p.Add(grid)
	var names []string
	for _, r := range results {
		names = append(names, r.name)
	}
	const width = vg.Length(6)
	for _, s := range []struct {
		name   string
		value  func(r result) float64
		offset vg.Length
		color  color.Color
	}{
		{"generated", generatedToPrimal, width / 2, color.RGBA{R: 0x00, G: 0x7d, B: 0x9c, A: 0xff}},
		{"written by hand", handToPrimal, -width / 2, color.RGBA{R: 0xb0, G: 0xb8, B: 0xbc, A: 0xff}},
	} {
		var values plotter.Values
		for _, r := range results {
			values = append(values, s.value(r))
		}
		bars, err := plotter.NewBarChart(values, width)
		if err != nil {
			return err
		}
		bars.Horizontal, bars.Offset, bars.Color = true, s.offset, s.color
		bars.LineStyle.Width = 0
		p.Add(bars)
		p.Legend.Add(s.name, bars)
	}
	p.NominalY(names...)
	p.X.Min, p.X.Max = 0, p.X.Max*1.02
	p.Y.Min, p.Y.Max = -0.6, float64(len(results))+1 // room for the legend
	return p.Save(16*vg.Centimeter, vg.Length(len(results)+4)*0.6*vg.Centimeter, file)
}
