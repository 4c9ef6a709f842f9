//lint:file-ignore SA4011,ST1015,S1021,SA4008,SA4025 the snippets are odd on purpose

package lower_test

// Scopes, labels, switches.

func sShadow(x []float64, n int) float64 {
	s := x[0]
	if s := x[1]; s > 0 {
		s *= 2
		x[0] += s
	} else if t := s + 1; t > 0 {
		s := t
		x[1] += s
	}
	{
		s := s + 1
		x[2] = s
	}
	for s := 0.0; s < 3; s++ {
		x := s
		_ = x
	}
	n, m := 1, n
	return s + float64(n+m)
}

func sLabels(x []float64, n int) float64 {
	s := 0.0
outer:
	for i := 0; i < n+3; i++ {
	inner:
		for j := range x {
			switch {
			case j > i:
				continue outer
			case x[j] > 4:
				break inner
			case x[j] < -4:
				break outer
			case j == 2:
				break
			case j == 3:
				continue
			}
			s += x[j] * float64(i+1)
		}
		s++
	}
sw:
	switch {
	default:
		for {
			s++
			if s > 5 {
				break sw
			}
		}
	}
	return s
}

func sSwitch(x []float64, n int) float64 {
	switch n {
	case 0, 1:
		x[0] = 1
	case 2:
		return 5
	default:
		x[0] = 7
	case 3:
		x[0] = 3
		if x[1] > 0 {
			break
		}
		x[0] = 4
	}
	switch {
	}
	switch n {
	default:
		x[1]++
	}
	return x[0]
}

func sFallthrough(x []float64, n int) float64 {
	switch n {
	case 0:
		y := 1.0
		x[0] += y
		fallthrough
	case 1:
		y := 2.0
		x[1] += y
		fallthrough
	default:
		x[2]++
	case 2:
		x[3]++
		fallthrough
	case 3:
		x[4]++
		if x[4] > 2 {
			break
		}
		return 9
	}
	return 1
}

func sSwitchTag(x []float64, n int) float64 {
	switch bump(x) {
	case bump(x) - 1:
		return 1
	case 2, bump(x):
		return 2
	}
	y := &x[0]
	switch *y {
	case bump(x):
		return 3
	case x[0] - 1:
		return 4
	}
	return 5
}
